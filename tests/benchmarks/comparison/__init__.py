"""Small apps that ours is measured beside: the usual dashboard, and a plain page with Plotly."""
