package protos

import (
	"encoding/hex"
	"testing"
)

// What protobuf 1.36.11 writes for the same messages of go-xla 0.4.2.
func TestMarshalWritesTheBytesOfProtobuf(t *testing.T) {
	partitions := []*DeviceAssignmentProto_ComputationDevice{
		{ReplicaDeviceIds: []int64{0, 200}}, {ReplicaDeviceIds: []int64{3, 1}},
	}
	for want, options := range map[string]*CompileOptionsProto{
		"": {},
		"1a0f08ffffffffffffffffff01200128012001": { // of each graph on one device
			ExecutableBuildOptions: &ExecutableBuildOptionsProto{
				DeviceOrdinal: -1, NumReplicas: 1, NumPartitions: 1,
			},
			CompilePortableExecutable: true,
		},
		"10011a2708ffffffffffffffffff012002280230014a11080210021a050a0300c8011a040a02030198010128ac02": {
			ParameterIsTupledArguments: true,
			ExecutableBuildOptions: &ExecutableBuildOptionsProto{
				DeviceOrdinal: -1, NumReplicas: 2, NumPartitions: 2, UseSpmdPartitioning: true,
				UseShardyPartitioner: true, DeviceAssignment: &DeviceAssignmentProto{
					ReplicaCount: 2, ComputationCount: 2, ComputationDevices: partitions,
				},
			},
			ProfileVersion: 300,
		},
		"1a044a021a00": {ExecutableBuildOptions: &ExecutableBuildOptionsProto{
			DeviceAssignment: &DeviceAssignmentProto{
				ComputationDevices: []*DeviceAssignmentProto_ComputationDevice{{}},
			},
		}},
	} {
		if got, err := Marshal(options); err != nil || hex.EncodeToString(got) != want {
			t.Errorf("got  %x, %v\nwant %s", got, err, want)
		}
	}
}

func TestXLADebugOptionsAreRefused(t *testing.T) {
	if err := Unmarshal([]byte("xla_dump_to: '/tmp'"), &DebugOptions{}); err == nil {
		t.Error("options were accepted, and would have no effect")
	}
}
