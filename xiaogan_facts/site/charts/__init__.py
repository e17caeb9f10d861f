"""The four pictures of the first view: made with Altair, as SVG that takes the page's colours and typeface."""
