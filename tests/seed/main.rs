//! The headings of Next.js' pages on route handlers, shown by the example application over a socket.

mod bodies;
mod caching;
mod chat;
mod handlers;
mod requests;
mod shown;
mod socket;
mod table;
