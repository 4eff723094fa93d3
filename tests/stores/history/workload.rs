//! The keys that instances respond for, and the calls that invalidate them.

use std::time::Duration;

/// The number of instances.
pub const INSTANCES: usize = 3;

/// The instance with `Consistency::Strong`.
pub const STRONG: usize = 2;

/// The instance that a long partition separates. It does not invalidate what [`Key::is_remote`].
pub const SEPARATED: usize = 0;

/// The instance whose connections with Redis are slower, so that it learns later of invalidations than others.
pub const DISTANT: usize = 1;

/// The time that a message of that instance takes.
pub const DISTANCE: Duration = Duration::from_millis(5);

/// The limit of the memory of an instance. Not all keys have room, so that entries are evicted.
pub const MAX_BYTES: usize = 96 << 10;

/// The time after which `revalidate_tag_within` is a hard invalidation.
pub const SOON: Duration = Duration::from_millis(1_500);

/// The maximum time of a run.
pub const RUN_TIMEOUT: Duration = Duration::from_secs(3);

/// A key of the cache.
#[derive(Clone, Debug)]
pub struct Key {
    /// The name of its route and the parameters: `lasting.k1.0`.
    pub name: String,
    /// The path with the query.
    pub path: String,
    /// The name in calls: `lasting.k1`.
    pub of: String,
    pub revalidate: Duration,
    pub expire: Duration,
    /// `true` if some of its runs fail, or have a response that must not be stored.
    pub is_flaky: bool,
    /// `true` if the instance [`SEPARATED`] does not invalidate it.
    pub is_remote: bool,
}

impl Key {
    fn lasting(name: &str, page: u8) -> Self {
        Self {
            name: format!("lasting.{name}.{page}"),
            path: format!("/lasting/{name}?page={page}"),
            of: format!("lasting.{name}"),
            revalidate: Duration::from_secs(600),
            expire: Duration::from_secs(31_536_000),
            is_flaky: false,
            is_remote: name.starts_with('r'),
        }
    }

    fn short(name: &str) -> Self {
        Self {
            name: format!("short.{name}"),
            path: format!("/short/{name}"),
            of: format!("short.{name}"),
            revalidate: Duration::from_secs(1),
            expire: Duration::from_secs(4),
            is_flaky: name.starts_with('f'),
            is_remote: false,
        }
    }

    fn fixed() -> Self {
        Self {
            name: "fixed".to_owned(),
            path: "/fixed".to_owned(),
            of: "fixed".to_owned(),
            is_remote: true,
            ..Self::lasting("fixed", 0)
        }
    }
}

/// The number of keys that are requested often; the others, after them, make the cache evict entries.
pub const POPULAR: usize = 18;

/// Returns all keys.
pub fn keys() -> Vec<Key> {
    let paged = ["k1", "k2", "k3", "k4", "r1"];
    let paged = paged
        .into_iter()
        .flat_map(|name| [0, 1].map(|page| Key::lasting(name, page)));
    let short = ["s1", "s2", "s3", "s4", "s5", "f1", "f2"].map(Key::short);
    let rare = (0..60).map(|number| Key::lasting(&format!("x{number}"), 0));
    let popular = paged.chain(short).chain([Key::fixed()]);
    popular.chain(rare).collect()
}

/// The effect of an invalidation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// No response that is sent afterwards is older.
    Hard,
    /// An older response is sent as a stale one.
    Soft,
    /// The same, and after [`SOON`] no response is older.
    SoftThenHard,
}

/// A call that invalidates.
#[derive(Clone, Debug)]
pub struct Call {
    /// The name of the function, or `PUT`.
    pub function: &'static str,
    /// The path or the tag.
    pub of: String,
    pub effect: Effect,
    /// The indices of the keys that it invalidates.
    pub keys: Vec<usize>,
}

/// The functions for one path or tag, those for a path first.
const FUNCTIONS: [(&str, Effect); 7] = [
    ("PUT", Effect::Hard),
    ("revalidate_path", Effect::Hard),
    ("purge_path", Effect::Hard),
    ("update_tag", Effect::Hard),
    ("purge_tag", Effect::Hard),
    ("revalidate_tag", Effect::Soft),
    ("revalidate_tag_within", Effect::SoftThenHard),
];

impl Call {
    /// Chooses an invalidation of the path of a key; `None` if the instance does not invalidate it.
    pub fn of_path(
        keys: &[Key],
        instance: usize,
        key: usize,
        random: &mut fastrand::Rng,
    ) -> Option<Self> {
        let Key { of, is_remote, .. } = &keys[key];
        let (function, effect) = *random.choice(&FUNCTIONS[..3])?;
        let others = (0..keys.len()).filter(|it| keys[*it].of == *of);
        (instance != SEPARATED || !is_remote).then(|| Self {
            function,
            of: of.clone(),
            effect,
            keys: others.collect(),
        })
    }

    /// Chooses a call for an instance. `running` is a key whose handler runs, which is invalidated more often than others.
    pub fn choose(
        keys: &[Key],
        instance: usize,
        running: Option<usize>,
        random: &mut fastrand::Rng,
    ) -> Self {
        let is_separated = instance == SEPARATED;
        let is_fixed = |key: &&Key| key.name == "fixed";
        let matching = |is_of: &dyn Fn(&Key) -> bool| -> Vec<usize> {
            let indices = keys.iter().enumerate();
            indices
                .filter(|(_, key)| is_of(key))
                .map(|(index, _)| index)
                .collect()
        };
        match random.u8(0..20) {
            0 if !is_separated => Self {
                function: "revalidate_route",
                of: "lasting".to_owned(),
                effect: Effect::Hard,
                keys: matching(&|key| key.name.starts_with("lasting.")),
            },
            0..3 => {
                let (tag, members) = random
                    .choice([("odd", ["k1", "k3"]), ("even", ["k2", "k4"])])
                    .expect("two");
                let members = members.map(|name| format!("lasting.{name}"));
                Self {
                    function: "update_tag",
                    of: tag.to_owned(),
                    effect: Effect::Hard,
                    keys: matching(&|key| members.contains(&key.of)),
                }
            }
            number => {
                let may = |key: &&Key| !(is_separated && key.is_remote);
                let running = running.map(|key| &keys[key]).filter(may);
                let popular = keys[..POPULAR].iter().filter(may);
                let any = random.choice(popular.collect::<Vec<_>>()).expect("keys");
                let running = running.filter(|_| random.bool());
                // Often, since its entry is not evicted, and outlasts a long partition.
                let lasting = (number < 5 && !is_separated).then(|| keys.iter().find(is_fixed));
                let chosen = lasting.flatten().or(running).unwrap_or(any);
                let of = chosen.of.clone();
                let (function, effect) = random.choice(FUNCTIONS).expect("functions");
                Self {
                    function,
                    effect,
                    keys: matching(&|key| key.of == of),
                    of,
                }
            }
        }
    }
}
