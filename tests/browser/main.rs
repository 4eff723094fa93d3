//! The example's pages in a real browser.
//!
//! Each is photographed into `target/tmp/screenshots`, on a desk by day and on a phone by night.

#[cfg(test)]
#[path = "../seed/example.rs"]
mod example;
#[cfg(test)]
#[allow(dead_code, reason = "nothing here reads its log")]
#[path = "../program.rs"]
mod program;
#[cfg(test)]
#[allow(dead_code, reason = "nothing here reads what it was asked")]
#[path = "../upstream.rs"]
mod upstream;

#[cfg(test)]
mod driver;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod window;
