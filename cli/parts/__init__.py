"""The processes that `pointsman up` starts and stops, one file each."""
