"""What an outside call sends, worked out the same way in a workflow and in an activity: pure, nothing is sent here."""
