/// The names that a checkpoint may ask to call, and what the reader takes the call for.
///
/// Nothing of this is called: each says how the arguments are to be read. Any other name that is to be
/// called refuses the file.
///
/// Source: PyTorch 2.13, `torch/_weights_only_unpickler.py`, `_get_allowed_globals`, and
/// `torch/_utils.py`; `torch/csrc/jit/serialization/unpickler.cpp` for the `torch.jit` ones.
enum TorchCall: Hashable, Sendable {
  /// A tensor over a storage.
  case tensor(TorchRebuild)
  /// The first argument, in another class or with something beside it.
  case first
  /// A call of the first argument with those in the third.
  case typed
  /// An object of which only the state matters, such as a tensor of a class of its own.
  case object
  /// A dictionary.
  case dictionary
  /// The items of the first argument.
  case sequence
  /// A tensor in a way that is not read.
  case unread(TorchUnread)
  /// A value in which no tensor can be.
  case plain

  /// What a name stands for; nil where it is not listed.
  init?(_ name: String) {
    guard let call = Self.listed[name] else { return nil }
    self = call
  }

  private static let listed: [String: TorchCall] = {
    var calls: [String: TorchCall] = [
      "torch._utils._rebuild_tensor": .tensor(.plain),
      "torch._utils._rebuild_tensor_v2": .tensor(.plain),
      "torch._utils._rebuild_tensor_v3": .tensor(.typed),
      "torch._utils._rebuild_qtensor": .tensor(.quantized),
      "torch._utils._rebuild_parameter": .first,
      "torch._utils._rebuild_parameter_with_state": .first,
      "torch.nn.parameter.Parameter": .first,
      "torch._utils._rebuild_device_tensor_from_cpu_tensor": .first,
      "torch.jit._pickle.restore_type_tag": .first,
      "torch._tensor._rebuild_from_type_v2": .typed,
      "torch._utils._rebuild_wrapper_subclass": .object,
      "types.SimpleNamespace": .object,
      "torch._utils._rebuild_sparse_tensor": .unread(.sparse),
      "torch._utils._rebuild_sparse_csr_tensor": .unread(.sparse),
      "torch._utils._rebuild_nested_tensor": .unread(.nested),
      "torch._utils._rebuild_meta_tensor_no_storage": .unread(.meta),
      "torch._utils._rebuild_device_tensor_from_numpy": .unread(.device),
      "torch._utils._rebuild_xla_tensor": .unread(.device),
      "collections.OrderedDict": .dictionary,
      "collections.defaultdict": .dictionary,
      "collections.Counter": .dictionary,
    ]
    for list in ["intlist", "tensorlist", "doublelist", "boollist"] {
      calls["torch.jit._pickle.build_\(list)"] = .sequence
    }
    for module in ["builtins", "__builtin__"] {
      for name in ["list", "tuple", "set", "frozenset"] { calls["\(module).\(name)"] = .sequence }
      for name in ["complex", "bytearray", "slice", "range", "int", "float", "bool", "str"] {
        calls["\(module).\(name)"] = .plain
      }
    }
    for module in ["numpy.core.multiarray", "numpy._core.multiarray"] {
      for name in ["_reconstruct", "scalar"] { calls["\(module).\(name)"] = .plain }
    }
    for name in [
      "torch.Size", "torch.device", "torch.serialization._get_layout", "_codecs.encode",
      "numpy.dtype", "numpy.ndarray", "collections.deque",
      "datetime.datetime", "datetime.timedelta", "datetime.date",
      "pathlib.Path", "pathlib.PosixPath", "pathlib.PurePosixPath", "pathlib.WindowsPath",
      "pathlib._local.PosixPath", "uuid.UUID", "decimal.Decimal",
    ] { calls[name] = .plain }
    return calls
  }()
}

/// Which arguments a tensor over a storage is described by.
enum TorchRebuild: Hashable, Sendable {
  /// storage, offset, shape, strides, and what does not change the values; the type is the storage's.
  case plain
  /// The same with the type after those.
  case typed
  /// storage, offset, shape, strides, how the codes are to be read.
  case quantized
}

/// A tensor that holds no numbers in a row; the raw value is its word.
public enum TorchUnread: String, CaseIterable, Hashable, Sendable {
  /// Values and where they are.
  case sparse = "a sparse tensor"
  /// Tensors of several shapes in one.
  case nested = "a nested tensor"
  /// A shape without values.
  case meta = "a shape without values, on the device 'meta'"
  /// Values as an array of another library.
  case device = "kept as an array of NumPy"
  /// Values that are still to be negated.
  case pending = "a view whose values are still to be negated"
}
