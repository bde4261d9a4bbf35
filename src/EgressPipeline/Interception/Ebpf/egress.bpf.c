// SPDX-License-Identifier: Apache-2.0
//
// Interception by the sockets of a cgroup: what a program dials is replaced before the kernel routes it, so that no rule of
// a packet filter is needed. build.sh makes egress.bpf.o of this file; both are in the repository, and a test holds that they
// match. MapContents.cs writes and reads the structures below.
//
//   connect4/6        TCP, and connected UDP: is this intercepted? Then remember where it went and send it to the sidecar.
//   sendmsg4/6        the same for a datagram that is sent without connecting: DNS.
//   recvmsg4/6        an answer of the DNS proxy seems to come from the resolver that was asked.
//   getpeername4/6    whom a connection is with: whoever was dialled.
//   sockops           connected: the sidecar will know the connection by its source, so remember the destination by that.
//   getsockopt        SO_ORIGINAL_DST of a connection that the sidecar has accepted, as netfilter would answer it.
//
// No libbpf, no BTF, no global data, no calls between programs: the loader is short because of that.
#include <linux/bpf.h>
#include <linux/in.h>
#include <stddef.h>

#define SECTION(name) __attribute__((section(name), used))
#define INLINE static inline __attribute__((always_inline))
#define NET16(x) ((__u16)__builtin_bswap16(x))
#define NET32(x) ((__u32)__builtin_bswap32(x))

enum { FAMILY_V4 = 2, FAMILY_V6 = 10, LEVEL_V4 = 0, LEVEL_V6 = 41, ORIGINAL_DST = 80 };

static void *(*map_lookup)(void *map, const void *key) = (void *)BPF_FUNC_map_lookup_elem;
static long (*map_update)(void *map, const void *key, const void *value, __u64 flags) = (void *)BPF_FUNC_map_update_elem;
static long (*map_delete)(void *map, const void *key) = (void *)BPF_FUNC_map_delete_elem;
static __u64 (*current_uid_gid)(void) = (void *)BPF_FUNC_get_current_uid_gid;
static __u64 (*socket_cookie)(void *context) = (void *)BPF_FUNC_get_socket_cookie;
static __u64 (*netns_cookie)(void *context) = (void *)BPF_FUNC_get_netns_cookie;

// An IPv6 address in network order; IPv4 as ::ffff:a.b.c.d.
struct address {
    __u32 word[4];
};

struct settings {
    __u64 netns;           // only sockets of this network namespace are concerned
    __u16 outbound_port;   // network order
    __u16 dns_port;        // network order; 0: queries are left alone
    __u8 refuses_quic;     // UDP 443 is refused where TCP is intercepted
    __u8 leaves_unlisted;  // addresses that no range names are left alone
    __u8 reserved[2];
    __u8 object[32];       // SHA-256 of the object file, for whoever reads the map
};

struct owner {
    __u32 is_group;
    __u32 id;
};

// A range of IPv6 holds no IPv4, whatever its length: hence the family ahead of the address.
struct range {
    __u32 bits;    // of what follows, 32 to 160
    __u32 family;  // 4 or 6
    struct address address;
};

struct endpoint {
    struct address address;
    __u16 port;  // network order
    __u16 reserved;
};

struct source {
    __u64 netns;
    struct endpoint endpoint;
    __u32 reserved;
};

struct map {
    __u32 type, key_size, value_size, max_entries, flags;
};

#define MAP(name, kind, key, value, entries, more) \
    struct map name SECTION("maps") = {.type = kind, .key_size = sizeof(key), .value_size = sizeof(value), .max_entries = entries, .flags = more}

MAP(settings, BPF_MAP_TYPE_ARRAY, __u32, struct settings, 1, 0);
MAP(exempt, BPF_MAP_TYPE_HASH, struct owner, __u32, 512, 0);
// 64 ports an entry, a bit a port: set where TCP is intercepted.
MAP(ports, BPF_MAP_TYPE_ARRAY, __u32, __u64, 1024, 0);
// The longest range that holds an address says whether it is intercepted: bit 0. Bit 1: an address of the pod's own.
MAP(ranges, BPF_MAP_TYPE_LPM_TRIE, struct range, __u32, 1024, BPF_F_NO_PREALLOC);
// What a socket has dialled, by its cookie, and what a connection has by its source. The oldest give way.
MAP(dialled, BPF_MAP_TYPE_LRU_HASH, __u64, struct endpoint, 32768, 0);
MAP(sources, BPF_MAP_TYPE_LRU_HASH, struct source, struct endpoint, 32768, 0);

INLINE struct address mapped(__u32 v4)
{
    struct address address = {{0, 0, NET32(0xffff), v4}};
    return address;
}

INLINE int is_mapped(const struct address *address)
{
    return address->word[0] == 0 && address->word[1] == 0 && address->word[2] == NET32(0xffff);
}

// The sidecar's address in the family of what was dialled.
INLINE struct address loopback_for(const struct address *dialled)
{
    struct address v6 = {{0, 0, 0, NET32(1)}};
    return is_mapped(dialled) ? mapped(NET32(0x7f000001)) : v6;
}

INLINE int is_same(const struct address *a, const struct address *b)
{
    return a->word[0] == b->word[0] && a->word[1] == b->word[1] && a->word[2] == b->word[2] && a->word[3] == b->word[3];
}

INLINE const struct settings *settings_here(__u64 netns)
{
    __u32 first = 0;
    const struct settings *found = map_lookup(&settings, &first);
    return found && found->netns == netns ? found : NULL;
}

INLINE int is_exempt(void)
{
    __u64 ids = current_uid_gid();
    struct owner user = {0, (__u32)ids}, group = {1, (__u32)(ids >> 32)};
    return map_lookup(&exempt, &user) || map_lookup(&exempt, &group);
}

INLINE int is_left_alone(const struct settings *here, const struct address *address)
{
    struct range range = {160, is_mapped(address) ? 4 : 6, *address};
    const __u32 *found = map_lookup(&ranges, &range);
    return found ? !(*found & 1) : here->leaves_unlisted;
}

INLINE int is_intercepted_port(__u16 port)
{
    __u32 entry = NET16(port) >> 6;
    const __u64 *bits = map_lookup(&ports, &entry);
    return bits && *bits >> (NET16(port) & 63) & 1;
}

// The order is that of the rules of the other modes. 0: refused. 1: left alone, or *to has become the sidecar.
INLINE int judge(struct bpf_sock_addr *context, struct endpoint *to)
{
    const struct settings *here = settings_here(netns_cookie(context));
    int is_tcp = context->protocol == IPPROTO_TCP;
    __u16 port = to->port;
    struct endpoint was = *to;
    __u64 cookie;

    if (!here || (!is_tcp && context->protocol != IPPROTO_UDP) || is_exempt())
        return 1;
    if (here->dns_port && port == NET16(53)) {
        to->port = here->dns_port;
    } else {
        if (is_left_alone(here, &to->address))
            return 1;
        if (!is_tcp)
            return !(here->refuses_quic && port == NET16(443));
        if (!is_intercepted_port(port))
            return 1;
        to->port = here->outbound_port;
    }
    to->address = loopback_for(&was.address);
    cookie = socket_cookie(context);
    return map_update(&dialled, &cookie, &was, BPF_ANY) == 0; // not remembered: rather refused than sent astray
}

// What the application should see instead of the sidecar; NULL: what is there.
INLINE const struct endpoint *instead_of(struct bpf_sock_addr *context, const struct endpoint *peer)
{
    const struct settings *here = settings_here(netns_cookie(context));
    struct address sidecar = loopback_for(&peer->address);
    __u64 cookie;

    if (!here || (peer->port != here->outbound_port && peer->port != here->dns_port) || !is_same(&peer->address, &sidecar))
        return NULL;
    cookie = socket_cookie(context);
    return map_lookup(&dialled, &cookie);
}

INLINE struct endpoint read4(struct bpf_sock_addr *context)
{
    struct endpoint endpoint = {mapped(context->user_ip4), (__u16)context->user_port, 0};
    return endpoint;
}

INLINE struct endpoint read6(struct bpf_sock_addr *context)
{
    struct endpoint endpoint = {{{context->user_ip6[0], context->user_ip6[1], context->user_ip6[2], context->user_ip6[3]}}, (__u16)context->user_port, 0};
    return endpoint;
}

INLINE void write4(struct bpf_sock_addr *context, const struct endpoint *endpoint)
{
    context->user_ip4 = endpoint->address.word[3];
    context->user_port = endpoint->port;
}

INLINE void write6(struct bpf_sock_addr *context, const struct endpoint *endpoint)
{
    context->user_ip6[0] = endpoint->address.word[0];
    context->user_ip6[1] = endpoint->address.word[1];
    context->user_ip6[2] = endpoint->address.word[2];
    context->user_ip6[3] = endpoint->address.word[3];
    context->user_port = endpoint->port;
}

INLINE int send4(struct bpf_sock_addr *context)
{
    struct endpoint to = read4(context);
    int allowed = judge(context, &to);
    write4(context, &to);
    return allowed;
}

INLINE int send6(struct bpf_sock_addr *context)
{
    struct endpoint to = read6(context);
    int allowed = judge(context, &to);
    write6(context, &to);
    return allowed;
}

INLINE int show4(struct bpf_sock_addr *context)
{
    struct endpoint peer = read4(context);
    const struct endpoint *dialled_before = instead_of(context, &peer);
    if (dialled_before)
        write4(context, dialled_before);
    return 1;
}

INLINE int show6(struct bpf_sock_addr *context)
{
    struct endpoint peer = read6(context);
    const struct endpoint *dialled_before = instead_of(context, &peer);
    if (dialled_before)
        write6(context, dialled_before);
    return 1;
}

SECTION("cgroup/connect4") int egress_connect4(struct bpf_sock_addr *context) { return send4(context); }
SECTION("cgroup/connect6") int egress_connect6(struct bpf_sock_addr *context) { return send6(context); }
SECTION("cgroup/sendmsg4") int egress_sendmsg4(struct bpf_sock_addr *context) { return send4(context); }
SECTION("cgroup/sendmsg6") int egress_sendmsg6(struct bpf_sock_addr *context) { return send6(context); }
SECTION("cgroup/recvmsg4") int egress_recvmsg4(struct bpf_sock_addr *context) { return show4(context); }
SECTION("cgroup/recvmsg6") int egress_recvmsg6(struct bpf_sock_addr *context) { return show6(context); }
SECTION("cgroup/getpeername4") int egress_peer4(struct bpf_sock_addr *context) { return show4(context); }
SECTION("cgroup/getpeername6") int egress_peer6(struct bpf_sock_addr *context) { return show6(context); }

SECTION("sockops") int egress_sockops(struct bpf_sock_ops *context)
{
    const struct settings *here;
    const struct endpoint *was;
    struct source key = {0};
    __u64 cookie;

    if (context->op != BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB)
        return 1;
    here = settings_here(netns_cookie(context));
    if (!here || NET32(context->remote_port) != NET16(here->outbound_port))
        return 1;
    key.netns = here->netns;
    key.endpoint.port = NET16((__u16)context->local_port);
    key.endpoint.address.word[0] = context->remote_ip6[0];
    key.endpoint.address.word[1] = context->remote_ip6[1];
    key.endpoint.address.word[2] = context->remote_ip6[2];
    if (context->family == FAMILY_V4 || is_mapped(&key.endpoint.address)) {
        key.endpoint.address = mapped(context->local_ip4);
    } else {
        key.endpoint.address.word[0] = context->local_ip6[0];
        key.endpoint.address.word[1] = context->local_ip6[1];
        key.endpoint.address.word[2] = context->local_ip6[2];
        key.endpoint.address.word[3] = context->local_ip6[3];
    }
    cookie = socket_cookie(context);
    was = map_lookup(&dialled, &cookie);
    if (was)
        map_update(&sources, &key, was, BPF_ANY);
    else
        map_delete(&sources, &key); // dialled the sidecar itself, from a source that another connection had before
    return 1;
}

// struct sockaddr_in, and the head of struct sockaddr_in6.
struct sockaddr4 {
    __u16 family, port;
    __u32 address, zero[2];
};

struct sockaddr6 {
    __u16 family, port;
    __u32 flow, address[4], scope;
};

SECTION("cgroup/getsockopt") int egress_getsockopt(struct bpf_sockopt *context)
{
    int is_v4 = context->level == LEVEL_V4;
    struct bpf_sock *socket = context->sk;
    const struct settings *here;
    const struct endpoint *was;
    struct source key = {0};
    struct address v6;
    __u32 v4;

    if (context->optname != ORIGINAL_DST || (!is_v4 && context->level != LEVEL_V6) || !socket)
        return 1;
    here = settings_here(netns_cookie(context));
    if (!here || NET16(here->outbound_port) != socket->src_port)
        return 1;
    // Volatile, and both: a field that is chosen first would be arithmetic with the pointer, which the verifier refuses.
    v4 = *(volatile __u32 *)&socket->dst_ip4;
    for (int i = 0; i < 4; i++)
        v6.word[i] = ((volatile __u32 *)socket->dst_ip6)[i];
    key.netns = here->netns;
    key.endpoint.port = (__u16)socket->dst_port;
    key.endpoint.address = is_v4 ? mapped(v4) : v6;
    was = map_lookup(&sources, &key);
    if (!was || is_mapped(&was->address) != is_v4)
        return 1;
    if (is_v4) {
        struct sockaddr4 *answer = context->optval;
        if ((void *)(answer + 1) > context->optval_end)
            return 1;
        answer->family = FAMILY_V4;
        answer->port = was->port;
        answer->address = was->address.word[3];
        answer->zero[0] = answer->zero[1] = 0;
    } else {
        struct sockaddr6 *answer = context->optval;
        if ((void *)(answer + 1) > context->optval_end)
            return 1;
        answer->family = FAMILY_V6;
        answer->port = was->port;
        answer->flow = 0;
        answer->address[0] = was->address.word[0];
        answer->address[1] = was->address.word[1];
        answer->address[2] = was->address.word[2];
        answer->address[3] = was->address.word[3];
        answer->scope = 0;
    }
    // Volatile: merged into one store of eight bytes the verifier refuses them.
    *(volatile __s32 *)&context->retval = 0;
    *(volatile __s32 *)&context->optlen = is_v4 ? sizeof(struct sockaddr4) : sizeof(struct sockaddr6);
    return 1;
}

const char egress_license[] SECTION("license") = "Apache-2.0";
const char egress_source[] SECTION("source_sha256") = SOURCE_SHA256;
