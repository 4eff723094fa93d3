//! The functions of `metrics` without the feature: nothing is recorded.

#![expect(clippy::unused_self, reason = "the signatures are those of `metrics`")]

use super::report::Report;
use axum::http::Method;

pub(super) fn describe() {}

#[derive(Debug)]
pub(super) struct Request;

impl Request {
    pub(super) fn begin(_: &Method) -> Self {
        Self
    }

    pub(super) fn end(&self, _: &Report<'_>) {}
}
