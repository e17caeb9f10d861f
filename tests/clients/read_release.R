# What R's frictionless reads from the unpacked zip, and R's arrow from the Parquet files: rows, a value, its type.
folders <- commandArgs(trailingOnly = TRUE)
package <- frictionless::read_package(file.path(folders[1], "datapackage.json"))
for (name in frictionless::resources(package)) {
  cat(name, nrow(frictionless::read_resource(package, name)), "\n", sep = c(" ", "", ""))
}
facts <- arrow::read_parquet(file.path(folders[2], "facts.parquet"))
cat("facts", nrow(facts), "\n", sep = c(" ", "", ""))
value <- facts$value[facts$fact_id == "hd24-o17-01"]
cat(format(value, scientific = FALSE), "\n", sep = "")
cat(typeof(value), "\n", sep = "")
