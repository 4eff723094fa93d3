//! The names of records: the full identity of a key, and its hash.

use crate::cache::{
    key::Key,
    options::CacheOptions,
    policy::Policy,
    store::{
        record::joined,
        second_tier::{TierKey, hash_of, random},
    },
    tag::Tag,
};
use axum::http::HeaderValue;
use std::{
    env, fs, io,
    sync::{Arc, LazyLock},
};

/// The parts of names that all keys of an application have.
pub(super) struct Namespace {
    application: String,
    build: [u8; 16],
}

/// The name of a record.
pub(super) struct RecordName {
    /// All parts of the key, which the record contains.
    pub(super) identity: Vec<u8>,
    pub(super) key: TierKey,
}

impl Namespace {
    pub(super) fn new(
        application: &str,
        options: &CacheOptions,
        policies: &[Option<Arc<Policy>>],
    ) -> Self {
        let names = [env::var("CACHE_NAMESPACE").ok(), options.namespace.clone()];
        let program = first_name(names).unwrap_or_else(|| hash_of_program().to_vec());
        let routes = policies.iter().flatten().map(|policy| policy.route);
        // Options that stored headers depend on.
        let cdn_header = format!("{:?}", options.cdn_header);
        let parts = [&*program, cdn_header.as_bytes()].into_iter();
        Self {
            application: application.to_owned(),
            build: hash_of(parts.chain(routes.map(str::as_bytes))),
        }
    }

    /// The hash of the build, of its routes, and of the options that records depend on.
    pub(super) fn build(&self) -> [u8; 16] {
        self.build
    }

    /// Returns the name of the record of a key.
    pub(super) fn name_of(&self, key: &Key, policy: &Policy) -> RecordName {
        let path = key.path();
        let (identity, path) = if key.is_data() {
            let parts = [Some(&b"data"[..]), Some(path.as_bytes())];
            let hash = hash_of([self.application.as_bytes(), b"data", path.as_bytes()]);
            (joined(parts), hash)
        } else {
            let mut parts = vec![
                Some(&b"route"[..]),
                Some(policy.route.as_bytes()),
                Some(path.as_bytes()),
            ];
            if let Some(variant) = key.variant() {
                parts.push(Some(variant.query.as_bytes()));
                parts.push(variant.cookies.as_ref().map(HeaderValue::as_bytes));
                let headers = variant.headers.iter();
                parts.extend(headers.map(|value| value.as_ref().map(HeaderValue::as_bytes)));
            }
            let hash = TierKey::path_of(&self.application, &Tag::path(path));
            (joined(parts), hash)
        };
        let field = hash_of([&self.build[..], &identity]);
        RecordName {
            identity,
            key: TierKey { path, field },
        }
    }
}

/// Returns the first name that is not empty: all builds would have an empty one.
fn first_name(names: [Option<String>; 2]) -> Option<Vec<u8>> {
    let mut names = names.into_iter().flatten();
    names.find(|name| !name.is_empty()).map(String::into_bytes)
}

/// Returns the hash of the program's file, so that another build does not use the records of this one. The namespace of a program that
/// cannot be read is random, so that no other process uses its records.
fn hash_of_program() -> [u8; 16] {
    static HASH: LazyLock<[u8; 16]> = LazyLock::new(read_program);
    *HASH
}

fn read_program() -> [u8; 16] {
    let hash = || -> io::Result<[u8; 16]> {
        let mut hasher = blake3::Hasher::new();
        io::copy(&mut fs::File::open(env::current_exe()?)?, &mut hasher)?;
        Ok(hash_of([&hasher.finalize().as_bytes()[..]]))
    };
    hash().unwrap_or_else(|error| {
        tracing::warn!("the file of the program cannot be read: {error}; help: set CACHE_NAMESPACE to the name of the build");
        random_name()
    })
}

fn random_name() -> [u8; 16] {
    let numbers = [(); 2].map(|()| random().to_le_bytes());
    hash_of(numbers.iter().map(|number| &number[..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_name_is_not_that_of_a_build() {
        let name = |name: &str| Some(name.to_owned());
        for (names, expected) in [
            ([name("a"), name("b")], Some(&b"a"[..])),
            ([name(""), name("b")], Some(b"b")),
            ([None, name("b")], Some(b"b")),
            ([name(""), name("")], None),
            ([name(""), None], None),
        ] {
            assert_eq!(first_name(names).as_deref(), expected);
        }
    }

    #[test]
    fn programs_that_cannot_be_read_have_different_names() {
        assert_ne!(random_name(), random_name());
    }
}
