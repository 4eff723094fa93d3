//! What invalidates: an extractor, and a handle from the builder.

use super::{
    policy::{leaf_tag, subtree_tag},
    revalidate::{RevalidateError, path_of},
    service::Engine,
    tags::{Mark, Tag},
};
use std::{fmt, future::Future, sync::Arc, time::Duration};

tokio::task_local! {
    static FILLING: ();
}

/// Runs a handler for the cache; inside, invalidations are refused.
pub(crate) fn filling<F: Future>(handler: F) -> impl Future<Output = F::Output> {
    FILLING.scope((), handler)
}

fn refuse_inside() -> Result<(), RevalidateError> {
    match FILLING.try_with(|()| ()) {
        Ok(()) => Err(RevalidateError::InsideCachedHandler),
        Err(_) => Ok(()),
    }
}

/// The cache of an application, to invalidate what it keeps.
///
/// Handlers take it as an argument; `app::builder().cache_handle()` gives it to everything else. When a call returns, no request
/// that comes later gets an old answer from this instance. A handler that is cached itself must not invalidate: the call is an
/// error there.
///
/// ```
/// use router_runtime::prelude::*;
///
/// // app/items/route.rs
/// pub async fn POST(cache: Cache) -> Result<StatusCode> {
///     cache.revalidate_path("/items/latest").await?;
///     cache.revalidate_tag("items").await?;
///     Ok(StatusCode::CREATED)
/// }
/// ```
#[derive(Clone)]
pub struct Cache(Arc<Engine>);

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cache")
    }
}

#[expect(
    clippy::unused_async,
    reason = "a store that other instances share is told before the call returns"
)]
impl Cache {
    pub(crate) fn new(engine: Arc<Engine>) -> Self {
        Self(engine)
    }

    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.0
    }

    /// Expires the answers at one path, whatever their query and headers. The next request waits for a new one.
    ///
    /// A slash at the end and the spelling of escapes do not matter; case does.
    ///
    /// # Errors
    ///
    /// When the text is not a path, or the call stands in a cached handler.
    pub async fn revalidate_path(&self, path: &str) -> Result<(), RevalidateError> {
        refuse_inside()?;
        self.0.mark([Tag::path(&path_of(path)?)], Mark::Hard);
        Ok(())
    }

    /// Expires the responses of a route with all its parameters.
    pub(crate) fn expire_route(&self, pattern: &str, leaf: &str) -> Result<(), RevalidateError> {
        refuse_inside()?;
        self.0.mark([leaf_tag(pattern, leaf)], Mark::Hard);
        Ok(())
    }

    /// Expires the responses of a route and of all routes below its folder.
    pub(crate) fn expire_subtree(&self, pattern: &str) -> Result<(), RevalidateError> {
        refuse_inside()?;
        self.0.mark([subtree_tag(pattern)], Mark::Hard);
        Ok(())
    }

    /// Expires the responses and data that carry a tag. The next request waits for a new one: it reads its own writes.
    ///
    /// # Errors
    ///
    /// Returns an error if the tag is longer than 256 bytes, or if it is called by a cached handler.
    pub async fn update_tag(&self, tag: &str) -> Result<(), RevalidateError> {
        refuse_inside()?;
        self.0.mark([Tag::user(tag)?], Mark::Hard);
        Ok(())
    }

    /// Makes the responses and data that carry a tag stale. The next request gets a stale response, and a new one is generated
    /// in the background.
    ///
    /// # Errors
    ///
    /// Returns an error if the tag is longer than 256 bytes, or if it is called by a cached handler.
    pub async fn revalidate_tag(&self, tag: &str) -> Result<(), RevalidateError> {
        refuse_inside()?;
        self.0
            .mark([Tag::user(tag)?], Mark::Soft { deadline: None });
        Ok(())
    }

    /// Makes the responses and data that carry a tag stale, and expires those that were not regenerated within `duration`. With
    /// [`Duration::ZERO`] it is [`update_tag`](Self::update_tag).
    ///
    /// # Errors
    ///
    /// Returns an error if the tag is longer than 256 bytes, or if it is called by a cached handler.
    pub async fn revalidate_tag_within(
        &self,
        tag: &str,
        duration: Duration,
    ) -> Result<(), RevalidateError> {
        refuse_inside()?;
        let mark = match duration {
            Duration::ZERO => Mark::Hard,
            _ => Mark::Soft {
                deadline: Some(self.0.options.clock.now().saturating_add(duration)),
            },
        };
        self.0.mark([Tag::user(tag)?], mark);
        Ok(())
    }

    /// Expires the answers at one path and forgets them: not even a failing handler brings them back.
    ///
    /// # Errors
    ///
    /// When the text is not a path, or the call stands in a cached handler.
    pub async fn purge_path(&self, path: &str) -> Result<(), RevalidateError> {
        refuse_inside()?;
        self.0.purge(&Tag::path(&path_of(path)?));
        Ok(())
    }

    /// Expires the answers that carry a tag and forgets them: not even a failing handler brings them back.
    ///
    /// # Errors
    ///
    /// When the tag has more than 256 bytes, or the call stands in a cached handler.
    pub async fn purge_tag(&self, tag: &str) -> Result<(), RevalidateError> {
        refuse_inside()?;
        self.0.purge(&Tag::user(tag)?);
        Ok(())
    }

    /// Waits until no handler runs for the cache, so that what a stale answer set going is there for the next request.
    #[cfg(feature = "testing")]
    pub async fn settled(&self) {
        while !self.0.is_idle() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}
