"""What machines read: Atom feeds, exports and RFC 9457 problems."""
