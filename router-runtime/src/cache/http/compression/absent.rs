//! Without the feature `compression`, responses have no compressed forms: the types have no values.

use crate::cache::http::{
    coding::Coding, representation::Representation, stored_headers::StoredHeaders,
};
use axum::http::{HeaderValue, StatusCode};

#[derive(Debug)]
pub(crate) enum Form {}

impl Form {
    pub(crate) fn made(&self) -> Option<&Representation> {
        match *self {}
    }

    pub(crate) fn is_absent(&self) -> bool {
        match *self {}
    }
}

#[derive(Debug, Default)]
pub(crate) struct Forms(Option<Form>);

impl Forms {
    pub(in crate::cache::http) fn of(_: StatusCode, _: &StoredHeaders, _: usize) -> Self {
        Self(None)
    }

    pub(crate) fn exist(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) fn get(&self, _: Coding) -> Option<&Form> {
        self.0.as_ref()
    }

    pub(crate) fn weight(&self) -> usize {
        self.0.as_ref().map_or(0, |form| match *form {})
    }
}

pub(crate) fn etag_of_form(_: &HeaderValue, _: Coding) -> Option<HeaderValue> {
    None
}
