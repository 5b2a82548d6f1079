"""What people decide about a return: `mne waive`, `mne exempt`, `mne extend`, `mne attest`."""
