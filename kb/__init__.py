"""What the hotline knows: guides, questions and policies, their versions and generations."""
