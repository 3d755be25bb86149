"""What the API promises: the shapes of questions and answers, one subject a file. The services may say more."""
