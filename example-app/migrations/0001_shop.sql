-- The items for sale. A shelf is a path such as `writing/pens`.
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    shelf TEXT NOT NULL,
    cents INTEGER NOT NULL CHECK (cents >= 0),
    stock INTEGER NOT NULL CHECK (stock >= 0)
) STRICT;

INSERT INTO items (slug, name, shelf, cents, stock) VALUES
    ('pen', 'Fountain pen', 'writing/pens', 2900, 100),
    ('ink', 'Ink, blue & black', 'writing/inks', 800, 100),
    ('notebook', 'Notebook', 'paper', 1200, 100);

CREATE TABLE entries (
    name TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;

INSERT INTO entries (name, text) VALUES
    ('ink', 'Black & blue are in.'),
    ('paper', 'Squared paper is back.');

CREATE TABLE basket (
    item INTEGER PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
    count INTEGER NOT NULL CHECK (count BETWEEN 0 AND 1000)
) STRICT;

CREATE TABLE orders (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    item INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE reviews (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5)
) STRICT;

CREATE TABLE payments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cents INTEGER NOT NULL
) STRICT;

-- How often something happened.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO counters (name) VALUES ('letters'), ('counts');
