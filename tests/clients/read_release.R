# What R reads: the tables of the unpacked zip by readr, the facts from SQLite by RSQLite: rows, a value, its type.
folders <- commandArgs(trailingOnly = TRUE)
for (name in sub("[.]csv$", "", list.files(folders[1], "[.]csv$"))) {
  file <- file.path(folders[1], paste0(name, ".csv"))
  cat(name, nrow(readr::read_csv(file, col_types = readr::cols(.default = "c"))), "\n", sep = c(" ", "", ""))
}
archive <- DBI::dbConnect(RSQLite::SQLite(), list.files(folders[2], "[.]sqlite$", full.names = TRUE))
facts <- DBI::dbGetQuery(archive, "SELECT * FROM facts")
cat("facts", nrow(facts), "\n", sep = c(" ", "", ""))
value <- facts$value[facts$fact_id == "hd24-o17-01"]
cat(format(value, scientific = FALSE), "\n", sep = "")
cat(typeof(value), "\n", sep = "")
DBI::dbDisconnect(archive)
