"""What is known of the zones and where it came from: tables, importers, ledger, queries."""
