"""Parts of the screens about watches, and what tells of them."""
