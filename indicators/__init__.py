"""UK Technology Indicators: catalogue, warehouse readers, methods, charts and views."""
