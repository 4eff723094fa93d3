compile_error!("a private folder is its user's");
