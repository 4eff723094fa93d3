//! The method and the path of a request, for the log of a failure.

use axum::{extract::Request, http::Method};

/// The longest path that is copied without an allocation.
const SHORT: usize = 48;

/// The method and the path of a request whose handler runs.
///
/// A handler may take its request, so both are copied for every request. A copy of the [`Uri`](axum::http::Uri) would cost several
/// times as much.
pub(crate) struct RequestLine {
    pub(super) method: Method,
    path: LoggedPath,
}

enum LoggedPath {
    Short(u8, [u8; SHORT]),
    Long(Box<str>),
}

impl RequestLine {
    #[inline]
    pub(crate) fn of(request: &Request) -> Self {
        Self {
            method: request.method().clone(),
            path: LoggedPath::new(request.uri().path()),
        }
    }

    pub(super) fn path(&self) -> &str {
        match &self.path {
            LoggedPath::Short(length, bytes) => {
                let bytes = bytes.get(..usize::from(*length));
                bytes.map_or("", |bytes| str::from_utf8(bytes).unwrap_or_default())
            }
            LoggedPath::Long(path) => path,
        }
    }
}

impl LoggedPath {
    #[inline]
    fn new(path: &str) -> Self {
        let mut copy = [0; SHORT];
        let is_copied = match path.len() {
            0..8 => copy_short(path.as_bytes(), &mut copy),
            8..16 => copy_ends::<8>(path.as_bytes(), &mut copy),
            16..32 => copy_ends::<16>(path.as_bytes(), &mut copy),
            _ => copy_ends::<32>(path.as_bytes(), &mut copy),
        };
        match (is_copied, u8::try_from(path.len())) {
            (Some(()), Ok(length)) => Self::Short(length, copy),
            _ => Self::Long(Box::from(path)),
        }
    }
}

fn copy_short(path: &[u8], copy: &mut [u8; SHORT]) -> Option<()> {
    copy.get_mut(..path.len())?.copy_from_slice(path);
    Some(())
}

/// Copies a path of `N` to `2 * N` bytes by its first and its last `N`. A call of `memcpy` costs more.
#[inline]
fn copy_ends<const N: usize>(path: &[u8], copy: &mut [u8; SHORT]) -> Option<()> {
    *copy.first_chunk_mut::<N>()? = *path.first_chunk::<N>()?;
    let last = copy.get_mut(..path.len())?.last_chunk_mut::<N>()?;
    *last = *path.last_chunk::<N>()?;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[test]
    fn every_length_is_copied() {
        for length in 0..200 {
            let letters = ('a'..='z').cycle().take(length);
            let path: String = std::iter::once('/').chain(letters).collect();
            let request = Request::get(&*path).body(Body::empty()).unwrap();
            assert_eq!(RequestLine::of(&request).path(), path);
        }
    }
}
