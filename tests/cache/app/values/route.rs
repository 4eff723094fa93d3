use router_runtime::prelude::*;
use router_tests::handlers::Handlers;
use std::collections::BTreeMap;

type Values = (
    Vec<Option<f32>>,
    BTreeMap<(u8, u8), u32>,
    [Option<Option<u8>>; 3],
    u128,
);

async fn load(handlers: Handlers) -> Result<Values> {
    handlers.run("values").await?;
    Ok((
        vec![Some(1.0), Some(f32::INFINITY), None],
        BTreeMap::from([((1, 2), 3)]),
        [None, Some(None), Some(Some(4))],
        u128::MAX,
    ))
}

pub async fn GET(State(handlers): State<Handlers>, data: DataCache) -> Result<String> {
    let values = data.cached("values", DataOptions::new(), load(handlers));
    Ok(format!("{:?}", values.await?))
}
