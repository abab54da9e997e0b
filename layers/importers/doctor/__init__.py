"""The doctor: examines a file before anything of it is stored.

`examination.examine` gives a `records.Diagnosis`; `coverage` holds parcels against each other and
against their zone; `text_report.write_text_report` says it all in a terminal.
"""
