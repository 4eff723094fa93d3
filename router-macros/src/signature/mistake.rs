//! Mistakes and doubts about types.

use crate::{diagnostics::Code, location::Position};

/// A mistake in a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) code: Code,
    /// A sentence without a full stop.
    pub(crate) message: String,
    pub(crate) help: String,
    pub(crate) at: Position,
    /// The declaration of the type to change.
    pub(crate) declared_at: Option<Position>,
}

/// The part of a handler that a type belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Argument(usize),
    Returned,
    /// The whole function.
    Function,
}

/// The trait that a type must implement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// `FromRequestParts`
    Parts,
    /// `FromRequest`
    Last,
    /// `FromRequestParts`, of a function that runs without the body of the request.
    WithoutBody,
    /// `IntoResponse`
    Response,
    /// axum's `Handler`, of a re-exported function.
    Handler,
    /// The function of a middleware.
    Middleware,
    /// A list of the folder's `Params`.
    StaticParams,
    /// A list of ids.
    Sitemaps,
    /// `State<T>`, for a `T` that is part of the state.
    GeneratorArgument,
}

impl Role {
    /// Returns `true` for a type in the signature of a handler.
    pub(crate) fn is_of_handler(self) -> bool {
        matches!(
            self,
            Self::Parts | Self::Last | Self::WithoutBody | Self::Response
        )
    }

    /// Returns `true` if the function is a generator, not a handler.
    pub(crate) fn is_of_generator(self) -> bool {
        matches!(
            self,
            Self::StaticParams | Self::Sitemaps | Self::GeneratorArgument
        )
    }
}

/// A type that only the compiler can judge, and the mistake that it is if it does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// The index of the handler or generator function in its file.
    pub(crate) handler: usize,
    pub(crate) slot: Slot,
    pub(crate) role: Role,
    /// The type as source text; empty for a whole function.
    pub(crate) ty: String,
    /// The text suggests that it does not fit.
    pub(crate) is_probably_wrong: bool,
    pub(crate) mistake: Mistake,
}

/// The judgement of one type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Yes,
    /// It does not fit, regardless of other files.
    No(Fault),
    /// Only the compiler knows. The fault is the one to report if it does not fit.
    Unknown(Fault),
    /// The text suggests that it does not fit, but another file could make it fit.
    ProbablyNot(Fault),
}

/// A mistake before it has a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// The end of the sentence `GET takes X…`.
    pub(super) message: String,
    pub(super) help: String,
    pub(super) declared_at: Option<Position>,
}

impl Fault {
    pub(super) fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: help.into(),
            declared_at: None,
        }
    }
}

impl Fit {
    /// Leaves a certain judgement to the compiler, which sees no mistake in data that borrows before it checks lifetimes.
    pub(super) fn doubted(self) -> Self {
        match self {
            Self::No(fault) if fault.code != Code::NotDeserialize => Self::ProbablyNot(fault),
            other => other,
        }
    }
}
