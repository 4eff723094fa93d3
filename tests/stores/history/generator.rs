//! The load: clients that read and write all the time.

use crate::{
    client::Client,
    workload::{Call, INSTANCES, POPULAR},
};
use std::time::Duration;
use tokio::{task::JoinSet, time::sleep};

/// The number of readers of each instance. A reader waits while its instance is frozen.
const READERS: usize = 4;

/// Starts the load. It ends when the tasks are dropped.
pub fn start(client: &Client, random: &mut fastrand::Rng) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    for instance in 0..INSTANCES {
        for _ in 0..READERS {
            tasks.spawn(read_on(client.clone(), instance, random.fork()));
        }
        tasks.spawn(write_on(client.clone(), instance, random.fork()));
    }
    tasks.spawn(surprise(client.clone(), random.fork()));
    tasks
}

async fn read_on(client: Client, instance: usize, mut random: fastrand::Rng) {
    loop {
        sleep(Duration::from_millis(random.u64(5..60))).await;
        let key = if random.u8(0..10) == 0 {
            random.usize(POPULAR..client.keys.len())
        } else {
            random.usize(0..POPULAR)
        };
        if random.u8(0..60) == 0 {
            read_everywhere(&client, key, 4).await;
        } else if !client.read(instance, key).await {
            sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Writes, and reads what was written at once.
async fn write_on(client: Client, instance: usize, mut random: fastrand::Rng) {
    loop {
        sleep(Duration::from_millis(random.u64(50..600))).await;
        let running = running(&client, &mut random);
        let call = Call::choose(&client.keys, instance, running, &mut random);
        if !client.write(instance, &call).await {
            sleep(Duration::from_millis(50)).await;
            continue;
        }
        let popular = call.keys.iter().filter(|key| **key < POPULAR);
        if let Some(key) = random.choice(popular.collect::<Vec<_>>()) {
            read_everywhere(&client, *key, 1).await;
        }
    }
}

/// Invalidates keys on another instance when a run ends: its record may arrive in Redis after that, before its instance knows it.
async fn surprise(client: Client, mut random: fastrand::Rng) {
    let mut ended = client.truth.ended();
    loop {
        // An error means that some were missed.
        let Ok((key, life)) = ended.recv().await else {
            continue;
        };
        let instance = (life.instance + random.usize(1..INSTANCES)) % INSTANCES;
        if random.u8(0..6) == 0
            && let Some(call) = Call::of_path(&client.keys, instance, key, &mut random)
        {
            let client = client.clone();
            // It may take long, because the other instance may be frozen.
            tokio::spawn(async move {
                client.write(instance, &call).await;
                read_everywhere(&client, key, 1).await;
            });
        }
    }
}

/// Returns a key whose handler runs.
fn running(client: &Client, random: &mut fastrand::Rng) -> Option<usize> {
    let history = client.recorder.history();
    let latest = history.runs.iter().rev().take(50);
    let running = latest.filter(|run| run.end.is_none()).map(|run| run.key);
    random.choice(running.collect::<Vec<_>>())
}

/// Requests a key from every instance at the same time.
async fn read_everywhere(client: &Client, key: usize, times: usize) {
    for instance in 0..INSTANCES {
        for _ in 0..times {
            let client = client.clone();
            // These tasks are not awaited, because another instance may be frozen.
            tokio::spawn(async move { client.read(instance, key).await });
        }
    }
    sleep(Duration::from_millis(20)).await;
}
