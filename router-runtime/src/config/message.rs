//! Text that is put together while the compiler runs.

use super::revalidate::Revalidate;

const ROOM: usize = 1024;

#[derive(Clone, Copy, Debug)]
pub(super) struct Message {
    bytes: [u8; ROOM],
    len: usize,
}

impl Message {
    pub(super) const fn new(start: &str) -> Self {
        let empty = Self {
            bytes: [0; ROOM],
            len: 0,
        };
        empty.push(start)
    }

    /// Appends a text; one that does not fit is left out, so that the rest stays readable.
    pub(super) const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if text.len() > ROOM - self.len {
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

    /// The place, then room for what to do.
    pub(super) const fn at(self, place: &str) -> Self {
        self.push("\n         --> ")
            .push(place)
            .push("\n         = help: ")
    }

    pub(super) const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    /// Stops the build at the caller's constant.
    #[track_caller]
    #[expect(
        clippy::panic,
        reason = "a panic during constant evaluation is how the compiler is told of an error"
    )]
    pub(super) const fn refuse(self) -> ! {
        panic!("{}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Message, ROOM};

    #[test]
    fn numbers_are_written_in_full() {
        for number in [0, 9, 10, 105, 4_294_967_295] {
            let message = Message::new("n = ").number(number);
            assert_eq!(message.as_str(), format!("n = {number}"));
        }
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let long = "é".repeat(ROOM / 2 - 1);
        let message = Message::new(&long).push("é!").push("ok").push("!");
        assert_eq!(message.as_str(), format!("{long}ok"));
    }
}
