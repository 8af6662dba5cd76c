// Keeps views.
