"""Reading the export of another system: files, sheets, values and the mapping from its columns to ours. All pure."""
