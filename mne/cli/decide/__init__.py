"""What people decide: waive, exempt, extend, attest, close, reopen and remove."""
