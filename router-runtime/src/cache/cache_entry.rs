//! The handle by which a cached handler describes its own response.

use super::{
    dependencies::Dependencies,
    tag::{Tag, TagError},
};
use std::{fmt, time::Duration};

/// The cache entry of the response that a cached handler generates. It sets tags and the lifetime that are known only while the
/// handler runs.
///
/// It is an extractor for the `GET` of a file with `revalidate` or `dynamic`, for cached pages, their layouts, and metadata files. It
/// reads nothing of the request, so every cached handler may take it. Its settings apply only to the response of this run.
///
/// ```
/// use router_runtime::prelude::*;
/// # #[derive(serde::Serialize)] pub struct Post { author: u32, is_draft: bool }
/// # async fn load_post(id: u32) -> Result<Post> { Ok(Post { author: id, is_draft: false }) }
///
/// // app/posts/[id]/route.rs
/// # mod route { use super::*;
/// pub const revalidate: u32 = 3600;
/// # }
///
/// pub async fn GET(Path(id): Path<u32>, entry: CacheEntry) -> Result<Json<Post>> {
///     let post = load_post(id).await?;
///     entry.tag(format!("post-{id}"))?;
///     entry.tag(format!("author-{}", post.author))?;
///     if post.is_draft {
///         entry.revalidate(10);
///     }
///     Ok(Json(post))
/// }
///
/// // app/authors/[id]/route.rs
/// pub async fn PUT(Path(id): Path<u32>, cache: Cache) -> Result<StatusCode> {
///     cache.update_tag(&format!("author-{id}")).await?; // All posts of the author.
///     Ok(StatusCode::NO_CONTENT)
/// }
/// ```
///
/// Invalidations of its tags count from the start of the run: if a tag is invalidated after the start, even before the call of
/// [`tag`](Self::tag), the response is not stored as fresh.
///
/// In a handler that is not cached, this extractor is a compile error if the macro sees it, else a 500
/// ([`UncachedRejection`](crate::extract::UncachedRejection)). [`tag`](Self::tag) and [`revalidate`](Self::revalidate) are `cacheTag`
/// and `cacheLife` of Next.js.
#[derive(Clone)]
pub struct CacheEntry(Dependencies);

impl CacheEntry {
    pub(super) fn new(dependencies: Dependencies) -> Self {
        Self(dependencies)
    }

    /// Adds a tag, in addition to those of `cache_tags` and of data.
    ///
    /// # Errors
    ///
    /// Returns an error if the tag is longer than 256 bytes, or if it would be the 129th tag of the response. The response is then not
    /// stored, because it could not be invalidated by that tag.
    pub fn tag(&self, tag: impl AsRef<str>) -> Result<(), TagError> {
        let added = Tag::user(tag.as_ref()).and_then(|tag| self.0.add(&[tag], None));
        if added.is_err() {
            self.0.refuse_tag();
        }
        added
    }

    /// Sets the time in seconds for which the response is fresh. It replaces `revalidate` of the file, and may be shorter or longer. The
    /// response is never fresh for longer than the data that it is made of.
    ///
    /// Of several calls the shortest time applies, as with `cacheLife`. With 0 the response is not stored, as with `revalidate = 0`.
    pub fn revalidate(&self, seconds: u32) {
        match seconds {
            0 => self.no_store(),
            _ => self.0.limit_period(Duration::from_secs(seconds.into())),
        }
    }

    /// Prevents the storing of the response. It is sent with `Cache-Control: private, no-store` and more.
    ///
    /// Every such response makes its key uncacheable for 120 s: concurrent requests run the handler in parallel.
    pub fn no_store(&self) {
        self.0.forbid_storing();
    }
}

impl fmt::Debug for CacheEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CacheEntry")
    }
}
