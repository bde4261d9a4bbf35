namespace EgressPipeline.Policy.Text;

/// <summary>What a scalar is once Kubernetes has turned the YAML into JSON.</summary>
internal enum YamlScalarKind { Text, Null, Boolean, Integer, Number }
