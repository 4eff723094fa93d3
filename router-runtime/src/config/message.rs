//! Error messages that are assembled at compile time.

use super::revalidate::Revalidate;

/// The maximum length of a message in bytes.
const CAPACITY: usize = 1024;

/// A message in a fixed buffer, because a `const` cannot allocate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl Message {
    pub(super) const fn new(start: &str) -> Self {
        let empty = Self {
            bytes: [0; CAPACITY],
            len: 0,
        };
        empty.push(start)
    }

    /// Appends a text. A text that does not fit is omitted.
    pub(super) const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if text.len() > CAPACITY - self.len {
            return self;
        }
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.len + at] = text[at];
            at += 1;
        }
        self.len += text.len();
        self
    }

    pub(super) const fn number(self, number: u32) -> Self {
        self.size(number as usize)
    }

    pub(super) const fn size(self, number: usize) -> Self {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let left = if number < 10 {
            self
        } else {
            self.size(number / 10)
        };
        left.push(DIGITS[number % 10])
    }

    pub(super) const fn revalidate(self, value: Revalidate) -> Self {
        match value {
            Revalidate::Never => self.push("revalidate = false"),
            Revalidate::After(seconds) => self.push("revalidate = ").number(seconds),
        }
    }

    /// Appends a location and the start of the help.
    pub(super) const fn at(self, location: &str) -> Self {
        self.push("\n         --> ")
            .push(location)
            .push("\n         = help: ")
    }

    pub(super) const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    /// Fails the evaluation of the constant in the calling code.
    #[track_caller]
    #[expect(
        clippy::panic,
        reason = "a panic during constant evaluation is a compile error"
    )]
    pub(super) const fn refuse(self) -> ! {
        panic!("{}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{CAPACITY, Message};

    #[test]
    fn numbers_are_written_in_full() {
        for number in [0, 9, 10, 105, 4_294_967_295] {
            let message = Message::new("n = ").number(number);
            assert_eq!(message.as_str(), format!("n = {number}"));
        }
    }

    #[test]
    fn texts_that_do_not_fit_are_omitted() {
        let long = "é".repeat(CAPACITY / 2 - 1);
        let message = Message::new(&long).push("é!").push("ok").push("!");
        assert_eq!(message.as_str(), format!("{long}ok"));
    }
}
