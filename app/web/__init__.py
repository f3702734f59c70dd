"""Owns what every page shares: rendering, posts and their protection, headers, errors, the PWA."""
