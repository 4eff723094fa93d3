use super::{Choice, Contradiction, FetchCache, Said, choose};

const NOTHING: Said = Said {
    no_store: false,
    force_cache: false,
    revalidate: None,
};
const NO_STORE: Said = Said {
    no_store: true,
    ..NOTHING
};
const FORCE_CACHE: Said = Said {
    force_cache: true,
    ..NOTHING
};
const SIXTY: Said = Said {
    revalidate: Some(60),
    ..NOTHING
};
const ZERO: Said = Said {
    revalidate: Some(0),
    ..NOTHING
};

/// The whole table of Next.js' reference, "fetchCache".
///
/// Where its code is at odds with that, this follows the page: `"force-no-store"` wins over `force-cache`, and what is "only" one
/// thing refuses the other however it is said, by `revalidate` too.
#[test]
fn seven_values_meet_five_calls() {
    use FetchCache::{
        Auto, DefaultCache, DefaultNoStore, ForceCache, ForceNoStore, OnlyCache, OnlyNoStore,
    };
    const EVER: Result<Choice, Contradiction> = Ok(Choice::Kept(None));
    const MINUTE: Result<Choice, Contradiction> = Ok(Choice::Kept(Some(60)));
    const NOT: Result<Choice, Contradiction> = Ok(Choice::NotKept);
    const UNSAID: Result<Choice, Contradiction> = Ok(Choice::Unsaid);
    const ONLY_CACHE: Result<Choice, Contradiction> = Err(Contradiction::OnlyCache);
    const ONLY_NOT: Result<Choice, Contradiction> = Err(Contradiction::OnlyNoStore);

    let calls = [NOTHING, NO_STORE, FORCE_CACHE, SIXTY, ZERO];
    #[rustfmt::skip]
    let table = [
        //               nothing  no_store    force_cache  revalidate(60)  revalidate(0)
        (Auto,           [UNSAID, NOT,        EVER,        MINUTE,         NOT]),
        (DefaultCache,   [EVER,   NOT,        EVER,        MINUTE,         NOT]),
        (OnlyCache,      [EVER,   ONLY_CACHE, EVER,        MINUTE,         ONLY_CACHE]),
        (ForceCache,     [EVER,   EVER,       EVER,        MINUTE,         EVER]),
        (DefaultNoStore, [NOT,    NOT,        EVER,        MINUTE,         NOT]),
        (OnlyNoStore,    [NOT,    NOT,        ONLY_NOT,    ONLY_NOT,       NOT]),
        (ForceNoStore,   [NOT,    NOT,        NOT,         NOT,            NOT]),
    ];
    for (file, choices) in table {
        for (said, choice) in calls.into_iter().zip(choices) {
            assert_eq!(choose(file, said, true), choice, "{file:?}, {said:?}");
        }
    }
}

/// A `POST`, or a request with credentials: no default keeps it.
#[test]
fn what_is_not_for_everybody_is_kept_only_where_it_is_asked_for() {
    use FetchCache::{Auto, DefaultCache, ForceCache, OnlyCache};
    for file in [Auto, DefaultCache] {
        assert_eq!(choose(file, NOTHING, false), Ok(Choice::Unsaid));
    }
    assert_eq!(
        choose(OnlyCache, NOTHING, false),
        Err(Contradiction::OnlyCacheUnsaid)
    );
    assert_eq!(choose(ForceCache, NOTHING, false), Ok(Choice::Kept(None)));
    for file in [Auto, DefaultCache, OnlyCache] {
        assert_eq!(choose(file, SIXTY, false), Ok(Choice::Kept(Some(60))));
        assert_eq!(choose(file, FORCE_CACHE, false), Ok(Choice::Kept(None)));
    }
}

/// Next.js warns and ignores both; it may be either that was meant.
#[test]
fn a_call_that_contradicts_itself_is_told_so() {
    for (said, text) in [
        (
            Said {
                no_store: true,
                ..FORCE_CACHE
            },
            "(`no_store` and `force_cache`)",
        ),
        (
            Said {
                no_store: true,
                ..SIXTY
            },
            "(`no_store` and `revalidate(60)`)",
        ),
        (
            Said {
                force_cache: true,
                ..ZERO
            },
            "(`force_cache` and `revalidate(0)`)",
        ),
    ] {
        let error = choose(FetchCache::ForceCache, said, true).unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
    }
    let both = Said {
        force_cache: true,
        ..SIXTY
    };
    let choice = choose(FetchCache::Auto, both, true);
    assert_eq!(choice, Ok(Choice::Kept(Some(60))));
}
