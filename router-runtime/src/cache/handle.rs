//! The handle by which an application invalidates its cache.

use super::{
    effect::Effect,
    engine::Engine,
    handler_run::is_in_cached_run,
    policy::{leaf_tag, subtree_tag},
    revalidate::RevalidateError,
    tag::Tag,
};
use crate::table::IntoRoute;
use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

/// Refuses an invalidation inside a cached handler.
fn check_caller() -> Result<(), RevalidateError> {
    if is_in_cached_run() {
        return Err(RevalidateError::InsideCachedHandler);
    }
    Ok(())
}

/// A handle to the cache of an application, which invalidates responses and data.
///
/// Handlers take it as an argument; other code gets it from `app::builder().cache_handle()`. In cached handlers every call is an
/// error.
///
/// | invalidation | of a path | of a route | of a tag |
/// |---|---|---|---|
/// | soft: stale responses are sent while new ones are generated | | | [`revalidate_tag`], [`revalidate_tag_within`] |
/// | hard: the next request waits for a new response | [`revalidate_path`] | [`revalidate_route`], [`revalidate_subtree`] | [`update_tag`] |
/// | purge: hard, and `stale_if_error` cannot send the old response | [`purge_path`] | | [`purge_tag`] |
///
/// After a hard invalidation has returned, no later request to this instance receives a response that is older than the invalidation.
/// With a file or another store behind the memory, the call returns when that has it, too.
///
/// [`revalidate_path`]: Self::revalidate_path
/// [`revalidate_route`]: Self::revalidate_route
/// [`revalidate_subtree`]: Self::revalidate_subtree
/// [`revalidate_tag`]: Self::revalidate_tag
/// [`revalidate_tag_within`]: Self::revalidate_tag_within
/// [`update_tag`]: Self::update_tag
/// [`purge_path`]: Self::purge_path
/// [`purge_tag`]: Self::purge_tag
///
/// ```
/// use router_runtime::prelude::*;
///
/// // app/items/route.rs
/// pub async fn POST(cache: Cache) -> Result<StatusCode> {
///     cache.revalidate_path("/items/latest").await?;
///     cache.update_tag("items").await?;
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

impl Cache {
    pub(crate) fn new(engine: Arc<Engine>) -> Self {
        Self(engine)
    }

    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.0
    }

    /// Invalidates the responses at one path, with any query and headers. The next request waits for a new one.
    ///
    /// The path is one that a client requests, with or without the [base path](crate::AppBuilder::base_path). To invalidate all paths of
    /// `/items/[id]`, call [`revalidate_route`](Self::revalidate_route) instead. A slash at the end and the spelling of escapes do not
    /// matter; letter case does. Escape brackets in a value, as `href` does.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a path, if it is the pattern of a cached route, or if it is called by a cached handler; and
    /// [`RevalidateError::Degraded`].
    pub async fn revalidate_path(&self, path: &str) -> Result<(), RevalidateError> {
        check_caller()?;
        let tags = self.0.path_tags(path)?;
        self.0.invalidate_everywhere(tags, Effect::Hard).await
    }

    /// Invalidates the responses of a route, `app::items::ROUTE`, with all its parameters.
    ///
    /// # Errors
    ///
    /// Returns an error if it is called by a cached handler; and [`RevalidateError::Degraded`].
    pub fn revalidate_route(&self, route: impl IntoRoute) -> Revalidation<'_> {
        let route = route.into_route().info();
        self.revalidate_tag_of(leaf_tag(route.pattern, route.leaf()))
    }

    /// Invalidates the responses of a route and of all routes below its folder.
    ///
    /// # Errors
    ///
    /// Returns an error if it is called by a cached handler; and [`RevalidateError::Degraded`].
    pub fn revalidate_subtree(&self, route: impl IntoRoute) -> Revalidation<'_> {
        let route = route.into_route().info();
        self.revalidate_tag_of(subtree_tag(route.pattern))
    }

    fn revalidate_tag_of(&self, tag: Tag) -> Revalidation<'_> {
        Box::pin(async move {
            check_caller()?;
            self.0.invalidate_everywhere(vec![tag], Effect::Hard).await
        })
    }

    /// Invalidates the responses and data that carry a tag. The next request waits for a new one, so a client sees its own write.
    ///
    /// # Errors
    ///
    /// Returns an error if the tag is longer than 256 bytes, or if it is called by a cached handler; and [`RevalidateError::Degraded`].
    pub async fn update_tag(&self, tag: &str) -> Result<(), RevalidateError> {
        check_caller()?;
        self.invalidate_tag(tag, Effect::Hard).await
    }

    /// Makes the responses and data that carry a tag stale. The next request gets a stale response, and a new one is generated
    /// in the background.
    ///
    /// # Errors
    ///
    /// Returns an error if the tag is longer than 256 bytes, or if it is called by a cached handler; and [`RevalidateError::Degraded`].
    pub async fn revalidate_tag(&self, tag: &str) -> Result<(), RevalidateError> {
        check_caller()?;
        self.invalidate_tag(tag, Effect::Soft).await
    }

    /// Makes the responses and data that carry a tag stale, and invalidates those that were not regenerated within `duration`. With
    /// [`Duration::ZERO`] it is [`update_tag`](Self::update_tag).
    ///
    /// # Errors
    ///
    /// Returns an error if the tag is longer than 256 bytes, or if it is called by a cached handler; and [`RevalidateError::Degraded`].
    pub async fn revalidate_tag_within(
        &self,
        tag: &str,
        duration: Duration,
    ) -> Result<(), RevalidateError> {
        check_caller()?;
        self.invalidate_tag(tag, Effect::SoftWithin(duration)).await
    }

    /// Removes the responses at one path. The next request waits for a new one. Unlike after [`revalidate_path`](Self::revalidate_path),
    /// the old response is not available to `stale_if_error`.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a path, if it is the pattern of a cached route, or if it is called by a cached handler; and
    /// [`RevalidateError::Degraded`].
    pub async fn purge_path(&self, path: &str) -> Result<(), RevalidateError> {
        check_caller()?;
        self.0.purge_path(path)?.await
    }

    /// Removes the responses and data that carry a tag. The next request waits for a new one. Unlike after
    /// [`update_tag`](Self::update_tag), the old response is not available to `stale_if_error`.
    ///
    /// The entries are invalid when the function is called. A task then looks at all entries of the cache, 1,024 at a time, and removes them;
    /// the future waits for it. To look at 200,000 entries takes some ten milliseconds, so invalidate by
    /// [`update_tag`](Self::update_tag) unless the old responses must not be sent when a handler fails.
    ///
    /// # Errors
    ///
    /// Returns an error if the tag is longer than 256 bytes, or if it is called by a cached handler; and [`RevalidateError::Degraded`].
    pub async fn purge_tag(&self, tag: &str) -> Result<(), RevalidateError> {
        check_caller()?;
        self.invalidate_tag(tag, Effect::Purge).await
    }

    async fn invalidate_tag(&self, tag: &str, effect: Effect) -> Result<(), RevalidateError> {
        let tags = vec![Tag::user(tag)?];
        self.0.invalidate_everywhere(tags, effect).await
    }

    /// Waits until no handler runs for the cache, so that the next request sees the result of background revalidations.
    #[cfg(feature = "testing")]
    pub async fn settled(&self) {
        while !self.0.is_idle() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

/// The future of an invalidation. It is a named type so that an argument that is not a route causes a single compile error.
type Revalidation<'a> = Pin<Box<dyn Future<Output = Result<(), RevalidateError>> + Send + 'a>>;
