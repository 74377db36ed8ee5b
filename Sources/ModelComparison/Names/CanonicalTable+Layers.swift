extension CanonicalTable {
  /// Spellings within a layer; where one has several meanings, the rarer one is first, for the
  /// other side has it only if it is meant.
  static let inner: [String: [String]] = table(attention)
    .merging(table(feedForward), uniquingKeysWith: +)
    .merging(table(experts), uniquingKeysWith: +)
    .merging(table(stateSpace), uniquingKeysWith: +)

  private static let attention: KeyValuePairs<String, [String]> = [
    "attn_norm": [
      "input_layernorm", "ln_1", "norm_1", "ln_mlp", "attention_norm", "attn_norm", "ln1", "norm",
      "pre_mixer_norm", "operator_norm", "norm_attn_norm.norm_1", "self_attn_layer_norm",
    ],
    "attn_norm_2": ["ln_attn"],
    "attn_qkv": [
      "attention.query_key_value", "self_attention.query_key_value", "self_attn.query_key_value",
      "attn.c_attn", "attn.Wqkv", "norm_attn_norm.attn.Wqkv", "mixer.Wqkv", "self_attn.qkv_proj",
      "mixer.qkv_proj", "attn.qkv_proj", "qkv", "linear_attn.in_proj_qkv",
    ],
    "attn_q": [
      "self_attn.q_proj", "attention.wq", "attention.self.query", "attention.q_lin", "attn.q_proj",
      "attn.attention.q_proj", "q_proj", "mixer.q_proj",
    ],
    "attn_k": [
      "self_attn.k_proj", "attention.wk", "attention.self.key", "attention.k_lin", "attn.k_proj",
      "attn.attention.k_proj", "k_proj", "mixer.k_proj",
    ],
    "attn_v": [
      "self_attn.v_proj", "attention.wv", "attention.self.value", "attention.v_lin", "attn.v_proj",
      "attn.attention.v_proj", "v_proj", "mixer.v_proj",
    ],
    "attn_output": [
      "self_attn.o_proj", "attention.wo", "attention.output.dense", "attention.out_lin",
      "attention.dense", "self_attention.dense", "self_attn.dense", "attn.c_proj", "attn.out_proj",
      "attn.Wo", "norm_attn_norm.attn.out_proj", "self_attn.out_proj", "attn.attention.out_proj",
      "mixer.o_proj", "wo", "attn_out",
    ],
    "attn_output_norm": [
      "attention.output.LayerNorm", "sa_layer_norm", "norm1", "norm_attn_norm.norm_2",
      "post_attn_norm",
    ],
    "attn_q_norm": [
      "self_attn.q_norm", "self_attn.q_layernorm", "attention.query_layernorm", "attn.q_ln",
      "self_attention.q_layernorm",
    ],
    "attn_k_norm": [
      "self_attn.k_norm", "self_attn.k_layernorm", "attention.key_layernorm", "attn.k_ln",
      "self_attention.k_layernorm",
    ],
    "attn_q_a": ["self_attn.q_a_proj", "attention.wq_a"],
    "attn_q_a_norm": ["self_attn.q_a_layernorm", "attention.q_a_norm"],
    "attn_q_b": ["self_attn.q_b_proj", "attention.wq_b"],
    "attn_kv_a_mqa": ["self_attn.kv_a_proj_with_mqa", "attention.wkv_a_with_mqa"],
    "attn_kv_a_norm": ["self_attn.kv_a_layernorm", "attention.kv_a_norm"],
    "attn_kv_b": ["self_attn.kv_b_proj"],
    "attn_gate": ["linear_attn.in_proj_z", "self_attn.g_proj"],
    "post_attention_norm": ["post_attention_layernorm", "post_self_attn_layernorm"],
  ]

  private static let feedForward: KeyValuePairs<String, [String]> = [
    "ffn_norm": [
      "pre_feedforward_layernorm", "post_attention_layernorm", "ln_2", "norm_2", "ffn_norm", "ln2",
      "pre_ff_layernorm", "feedforward_layernorm", "pre_mlp_norm", "pre_mlp_layernorm",
      "pre_moe_norm", "ff_norm", "final_layer_norm",
    ],
    "post_ffw_norm": ["post_feedforward_layernorm", "post_mlp_layernorm"],
    "layer_output_norm": [
      "output.LayerNorm", "output_layer_norm", "norm2", "mlp.layernorm", "layer_norm_2",
    ],
    "ffn_gate": [
      "mlp.gate_proj", "feed_forward.w1", "feed_forward.gate_proj", "mlp.c_fc_0", "mlp.linear_1",
      "mlp.c_fc2", "mlp.fc12",
    ],
    "ffn_up": [
      "mlp.up_proj", "feed_forward.w3", "feed_forward.up_proj", "mlp.c_fc", "mlp.c_fc_1",
      "mlp.fc1", "mlp.fc_in", "mlp.dense_h_to_4h", "mlp.gate_up_proj", "intermediate.dense",
      "ffn.lin1", "ffn.up_proj", "mlp.Wi", "mlp.fc11", "mlp.linear_3", "fc1",
    ],
    "ffn_down": [
      "mlp.down_proj", "feed_forward.w2", "feed_forward.down_proj", "mlp.c_proj", "mlp.fc2",
      "mlp.fc_out", "mlp.dense_4h_to_h", "output.dense", "ffn.lin2", "ffn.down_proj", "mlp.Wo",
      "mlp.wo", "ffn.proj_2", "fc2",
    ],
  ]

  private static let experts: KeyValuePairs<String, [String]> = [
    "ffn_gate_inp": [
      "mlp.gate", "block_sparse_moe.gate", "mlp.router", "feed_forward.gate", "feed_forward.router",
      "block_sparse_moe.router.layer", "ffn.router.layer", "mlp.router.gate", "mlp.gate.wg",
    ],
    "ffn_gate_inp_shexp": ["mlp.shared_expert_gate"],
    "ffn_gate_exps": [
      "mlp.experts.gate_proj", "block_sparse_moe.experts.w1", "feed_forward.experts.w1",
      "feed_forward.experts.gate_proj", "moe.gate_proj",
    ],
    "ffn_up_exps": [
      "mlp.experts.up_proj", "block_sparse_moe.experts.w3", "feed_forward.experts.w3",
      "feed_forward.experts.up_proj", "moe.up_proj",
    ],
    "ffn_down_exps": [
      "mlp.experts.down_proj", "block_sparse_moe.experts.w2", "feed_forward.experts.w2",
      "feed_forward.experts.down_proj", "block_sparse_moe.output_linear", "moe.down_proj",
    ],
    "ffn_gate_up_exps": ["mlp.experts.gate_up_proj"],
    "ffn_gate_shexp": [
      "mlp.shared_expert.gate_proj", "mlp.shared_experts.gate_proj", "mlp.shared_mlp.gate_proj",
      "feed_forward.shared_expert.gate_proj",
    ],
    "ffn_up_shexp": [
      "mlp.shared_expert.up_proj", "mlp.shared_experts.up_proj", "mlp.shared_mlp.up_proj",
      "feed_forward.shared_expert.up_proj",
    ],
    "ffn_down_shexp": [
      "mlp.shared_expert.down_proj", "mlp.shared_experts.down_proj", "mlp.shared_mlp.down_proj",
      "feed_forward.shared_expert.down_proj", "shared_mlp.output_linear",
    ],
  ]

  private static let stateSpace: KeyValuePairs<String, [String]> = [
    "ssm_in": ["mixer.in_proj", "mamba.in_proj", "in_proj", "linear_attn.in_proj_qkvz"],
    "ssm_conv1d": ["mixer.conv1d", "mamba.conv1d", "conv1d", "linear_attn.conv1d"],
    "ssm_x": ["mixer.x_proj", "mamba.x_proj", "x_proj"],
    "ssm_dt": ["mixer.dt_proj", "mamba.dt_proj", "dt_proj"],
    "ssm_a": ["mixer.A_log", "mamba.A_log", "A_log", "linear_attn.A_log"],
    "ssm_d": ["mixer.D", "mamba.D", "D"],
    "ssm_norm": ["mixer.norm", "mamba.norm", "linear_attn.norm"],
    "ssm_out": ["mixer.out_proj", "mamba.out_proj", "out_proj", "linear_attn.out_proj"],
    "ssm_ba": ["linear_attn.in_proj_ba"],
  ]
}
