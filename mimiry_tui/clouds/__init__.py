"""Adapters: each turns one service's wire into the domain and back."""
