//! A module of the route in this folder.

pub enum Error {
    Missing,
}
