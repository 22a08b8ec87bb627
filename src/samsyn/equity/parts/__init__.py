"""The parts of an examination, one module each: from readings of the table to a result, or a note of why not."""
