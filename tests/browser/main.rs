//! The example's pages in a real browser.
//!
//! Each is photographed into `target/tmp/screenshots`, on a desk by day and on a phone by night.

mod driver;
mod pages;
mod window;
