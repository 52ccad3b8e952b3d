"""What would the law answer? Asked by commands, portal and case files alike."""
