//! `After` and `CacheEntry` in cached handlers.

mod after;
mod entries;
