"""The four pictures of the first view: made with Altair, as SVG that takes the page's colours and typeface."""

from xiaogan_facts.site.charts.charts import Chart, charts

__all__ = ["Chart", "charts"]
