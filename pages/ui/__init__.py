"""What every page shares: navigation, frame, controls bound to the URL, and blocks of markup."""
