"""What somebody says is wrong on the record of a case."""
