use super::{CacheMode, CallOptions, ConflictingOptions, FetchCache, cache_mode};

const NOTHING: CallOptions = CallOptions {
    no_store: false,
    force_cache: false,
    revalidate: None,
};
const NO_STORE: CallOptions = CallOptions {
    no_store: true,
    ..NOTHING
};
const FORCE_CACHE: CallOptions = CallOptions {
    force_cache: true,
    ..NOTHING
};
const SIXTY: CallOptions = CallOptions {
    revalidate: Some(60),
    ..NOTHING
};
const ZERO: CallOptions = CallOptions {
    revalidate: Some(0),
    ..NOTHING
};

/// The table of `fetchCache` in the reference of Next.js.
///
/// The implementation of Next.js differs from its reference in two cases, in which this follows the reference: `"force-no-store"`
/// overrides `force-cache`, and the values with "only" also refuse options that are given by `revalidate`.
#[test]
fn every_value_is_combined_with_every_option() {
    use FetchCache::{
        Auto, DefaultCache, DefaultNoStore, ForceCache, ForceNoStore, OnlyCache, OnlyNoStore,
    };
    const EVER: Result<CacheMode, ConflictingOptions> = Ok(CacheMode::Cached(None));
    const MINUTE: Result<CacheMode, ConflictingOptions> = Ok(CacheMode::Cached(Some(60)));
    const NOT: Result<CacheMode, ConflictingOptions> = Ok(CacheMode::NoStore);
    const UNCACHED: Result<CacheMode, ConflictingOptions> = Ok(CacheMode::Uncached);
    const ONLY_CACHE: Result<CacheMode, ConflictingOptions> = Err(ConflictingOptions::OnlyCache);
    const ONLY_NOT: Result<CacheMode, ConflictingOptions> = Err(ConflictingOptions::OnlyNoStore);

    let calls = [NOTHING, NO_STORE, FORCE_CACHE, SIXTY, ZERO];
    #[rustfmt::skip]
    let table = [
        //               nothing  no_store    force_cache  revalidate(60)  revalidate(0)
        (Auto,           [UNCACHED, NOT,        EVER,        MINUTE,         NOT]),
        (DefaultCache,   [EVER,   NOT,        EVER,        MINUTE,         NOT]),
        (OnlyCache,      [EVER,   ONLY_CACHE, EVER,        MINUTE,         ONLY_CACHE]),
        (ForceCache,     [EVER,   EVER,       EVER,        MINUTE,         EVER]),
        (DefaultNoStore, [NOT,    NOT,        EVER,        MINUTE,         NOT]),
        (OnlyNoStore,    [NOT,    NOT,        ONLY_NOT,    ONLY_NOT,       NOT]),
        (ForceNoStore,   [NOT,    NOT,        NOT,         NOT,            NOT]),
    ];
    for (file, modes) in table {
        for (options, mode) in calls.into_iter().zip(modes) {
            assert_eq!(
                cache_mode(file, options, true),
                mode,
                "{file:?}, {options:?}"
            );
        }
    }
}

/// A `POST` request, or one with credentials.
#[test]
fn private_requests_are_cached_only_on_request() {
    use FetchCache::{Auto, DefaultCache, ForceCache, OnlyCache};
    for file in [Auto, DefaultCache] {
        assert_eq!(cache_mode(file, NOTHING, false), Ok(CacheMode::Uncached));
    }
    assert_eq!(
        cache_mode(OnlyCache, NOTHING, false),
        Err(ConflictingOptions::OnlyCacheWithoutOption)
    );
    assert_eq!(
        cache_mode(ForceCache, NOTHING, false),
        Ok(CacheMode::Cached(None))
    );
    for file in [Auto, DefaultCache, OnlyCache] {
        assert_eq!(
            cache_mode(file, SIXTY, false),
            Ok(CacheMode::Cached(Some(60)))
        );
        assert_eq!(
            cache_mode(file, FORCE_CACHE, false),
            Ok(CacheMode::Cached(None))
        );
    }
}

/// Next.js warns and ignores both options. Here it is an error, because either could be intended.
#[test]
fn conflicting_options_are_reported() {
    for (options, text) in [
        (
            CallOptions {
                no_store: true,
                ..FORCE_CACHE
            },
            "(`no_store` and `force_cache`)",
        ),
        (
            CallOptions {
                no_store: true,
                ..SIXTY
            },
            "(`no_store` and `revalidate(60)`)",
        ),
        (
            CallOptions {
                force_cache: true,
                ..ZERO
            },
            "(`force_cache` and `revalidate(0)`)",
        ),
    ] {
        let error = cache_mode(FetchCache::ForceCache, options, true).unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
    }
    let both = CallOptions {
        force_cache: true,
        ..SIXTY
    };
    let mode = cache_mode(FetchCache::Auto, both, true);
    assert_eq!(mode, Ok(CacheMode::Cached(Some(60))));
}
