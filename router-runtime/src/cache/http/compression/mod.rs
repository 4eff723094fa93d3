//! Compressed forms of stored responses: each is made once, by the first request for it, and sent many times.

mod encode;
mod forms;
mod suitable;

pub(super) use self::forms::{compressed, etag_of_form};
pub(crate) use self::{
    encode::{Effort, encode},
    forms::{Form, Forms},
    suitable::{MIN_BYTES, is_suitable},
};
