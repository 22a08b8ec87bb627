"""The account of granted time (tidskonto): rules as data, a ledger that always adds up, requests to swap. Pure."""
